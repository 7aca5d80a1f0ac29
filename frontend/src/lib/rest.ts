// Plain requests to the server of this page: JSON in, JSON out, one kind of error.

/** The server's word on what went wrong: `code` is stable, `message` is in the reader's language. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type Request = { method?: "GET" | "POST" | "PUT"; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal };

/** Throws RestError for an answer that is not 2xx, TypeError when the network fails. */
export async function request<T>(path: string, { method = "GET", body, headers = {}, signal }: Request = {}): Promise<T> {
  const response = await respond(path, { method, body, headers, ...(signal ? { signal } : {}) });
  return (await response.json()) as T;
}

/** The same, with the body left unread. */
export async function respond(path: string, { method = "GET", body, headers = {}, signal }: Request = {}): Promise<Response> {
  const text = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const typed = body === undefined ? headers : { "content-type": "application/json", ...headers };
  const response = await fetch(path, { method, headers: typed, ...text, ...(signal ? { signal } : {}) });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<RestError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    return new RestError(response.status, error.code, error.message);
  } catch {
    return new RestError(response.status, "internal", response.statusText);
  }
}
