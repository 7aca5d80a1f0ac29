// The passing of time on the page.
import { useEffect, useState } from "preact/hooks";

/** The time now in milliseconds, renewed every second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(ticking);
  }, []);
  return now;
}
