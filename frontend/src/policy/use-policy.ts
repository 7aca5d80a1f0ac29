// The numbers in force, what stands in the fields, and what was tried: loading, trying, saving.
import { useEffect, useState } from "preact/hooks";
import { type Api, CallFailed, words } from "../account/api";
import { say } from "../lib/words";
import { type Draft, draftOf, isSame, type Name, type Numbers, numbersOf, type Policy, type Tried } from "./model";

type Loaded = { state: "loading" } | { state: "failed" } | { state: "ready"; policy: Policy; draft: Draft };
export type Doing = "" | "trying" | "saving";

export interface Work {
  loaded: Loaded;
  /** Null while a field is wrong. */
  numbers: Numbers | null;
  /** The trial of exactly the numbers in the fields, null when there is none. */
  tried: Tried | null;
  doing: Doing;
  isSaved: boolean;
  failure: string;
  reload: () => void;
  set: (name: Name, text: string) => void;
  fill: (numbers: Numbers) => void;
  tryOut: () => void;
  save: () => void;
}

export function usePolicy(api: Api): Work {
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  const [trial, setTrial] = useState<{ numbers: Numbers; tried: Tried } | null>(null);
  const [doing, setDoing] = useState<Doing>("");
  const [isSaved, setSaved] = useState(false);
  const [failure, setFailure] = useState("");
  const numbers = loaded.state === "ready" ? numbersOf(loaded.policy, loaded.draft) : null;
  const tried = trial !== null && numbers !== null && isSame(trial.numbers, numbers) ? trial.tried : null;

  const take = (fresh: Policy): void => {
    setLoaded({ state: "ready", policy: fresh, draft: draftOf(fresh.numbers) });
    setTrial(null);
  };
  const load = (): void => {
    setLoaded({ state: "loading" });
    api.get<Policy>("policy").then(take, () => setLoaded({ state: "failed" }));
  };
  useEffect(load, []);
  const change = (next: Partial<Draft>): void => {
    setLoaded((now) => (now.state === "ready" ? { ...now, draft: { ...now.draft, ...next } } : now));
    setSaved(false);
    setFailure("");
  };
  const run = async (kind: Doing, work: () => Promise<void>): Promise<void> => {
    setDoing(kind);
    setFailure("");
    try {
      await work();
    } catch (error) {
      if (error instanceof CallFailed && error.code === "replay_needed") setTrial(null);
      setFailure(words(error, say("policy.failed"), say("account.no_connection")));
    } finally {
      setDoing("");
    }
  };
  return {
    loaded,
    numbers,
    tried,
    doing,
    isSaved,
    failure,
    reload: load,
    set: (name, text) => change({ [name]: text }),
    fill: (wanted) => change(draftOf(wanted)),
    tryOut: () =>
      numbers !== null &&
      void run("trying", async () =>
        setTrial({ numbers, tried: await api.send<Tried>("POST", "policy/replay", { numbers }) }),
      ),
    save: () =>
      numbers !== null &&
      tried !== null &&
      void run("saving", async () => {
        take(await api.send<Policy>("PUT", "policy", { numbers, replay: tried.replay }));
        setSaved(true);
      }),
  };
}
