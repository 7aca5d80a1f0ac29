// The operators' REST door: JSON both ways, the CSRF header on every unsafe call, failures as one error type.
import type { Lang } from "../lib/words";

export type Role = "admin" | "operator" | "editor" | "viewer";

/** The signed-in operator as `/api/v1/me` tells it. */
export interface Account {
  id: string;
  name: string;
  email: string;
  role: Role;
  lang: Lang;
}

interface SignedIn {
  me: Account;
  csrf: string;
}

/** A refused or failed call; `status` 0 means that the server was not reached. */
export class CallFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string | null = null,
  ) {
    super(message);
  }
}

export class Api {
  csrf = "";

  async me(): Promise<Account> {
    return this.#remember(await this.get<SignedIn>("me"));
  }

  async signIn(email: string, password: string): Promise<Account> {
    return this.#remember(await this.send<SignedIn>("POST", "sign-in", { email, password }));
  }

  async setUp(person: { token: string; name: string; email: string; password: string; lang: Lang }): Promise<Account> {
    return this.#remember(await this.send<SignedIn>("POST", "setup", person));
  }

  /** Fails when the link can no longer be used. */
  async checkSetUp(token: string): Promise<void> {
    await this.send("POST", "setup/check", { token });
  }

  async signOut(): Promise<void> {
    await this.send("POST", "sign-out", {});
  }

  get<T>(path: string, query: Record<string, string | number> = {}): Promise<T> {
    const words = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    return this.#call<T>("GET", `${path}${words.size ? `?${words.toString()}` : ""}`);
  }

  send<T>(method: "POST" | "PUT", path: string, body: unknown): Promise<T> {
    return this.#call<T>(method, path, JSON.stringify(body));
  }

  #remember(signed: SignedIn): Account {
    this.csrf = signed.csrf;
    return signed.me;
  }

  async #call<T>(method: string, path: string, body: string | null = null): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body !== null) headers["Content-Type"] = "application/json";
    if (method !== "GET") headers["X-CSRF"] = this.csrf;
    const answer = await fetch(`/api/v1/${path}`, { method, headers, body, credentials: "same-origin" }).catch(() => {
      throw new CallFailed(0, "unreachable", "");
    });
    const read: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw refusal(answer.status, read);
    return read as T;
  }
}

function refusal(status: number, body: unknown): CallFailed {
  const error = (body as { error?: { code?: string; message?: string; field?: string | null } } | null)?.error;
  return new CallFailed(status, error?.code ?? "internal", error?.message ?? "", error?.field ?? null);
}

/** Where an account's work is: editors have no place in the console. */
export function homeOf(me: Account): string {
  return me.role === "editor" || me.role === "viewer" ? "/articles" : "/console";
}

/** What to tell a person about a failed call, in words of the server where it gave some. */
export function words(error: unknown, otherwise: string, unreachable: string): string {
  if (!(error instanceof CallFailed)) return otherwise;
  return error.status === 0 ? unreachable : error.message || otherwise;
}
