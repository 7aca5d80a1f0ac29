// Sound and desktop notifications; both stay silent until the operator switches them on.
import { reasonWords } from "./words";
import { say } from "../lib/words";
import type { Notice } from "./state/notices";
import type { DeskEntry } from "./state/sections";

const KEPT = "zabota.console.alerts";

export type AlertChoice = { readonly sound: boolean; readonly desktop: boolean };

export class Alerts {
  choice: AlertChoice = readChoice();
  #audio: AudioContext | null = null;

  get isBlocked(): boolean {
    return !("Notification" in window) || Notification.permission === "denied";
  }

  setSound(on: boolean): void {
    this.#keep({ ...this.choice, sound: on });
    if (on) this.beep();
  }

  /** Asks the browser for leave; without it the switch stays off. */
  async setDesktop(on: boolean): Promise<void> {
    const allowed = on && !this.isBlocked && (await Notification.requestPermission()) === "granted";
    this.#keep({ ...this.choice, desktop: allowed });
  }

  announce(notice: Notice, entry: DeskEntry | undefined, onPress: () => void): void {
    if (notice.kind !== "waiting" && notice.kind !== "message" && notice.kind !== "given") return;
    if (this.choice.sound) this.beep();
    if (!this.choice.desktop || this.isBlocked || document.visibilityState === "visible") return;
    const title = titleOf(notice.kind, entry);
    const shown = new Notification(title, { body: entry?.last_text.slice(0, 120) ?? "", tag: notice.conversation });
    shown.onclick = () => {
      window.focus();
      onPress();
      shown.close();
    };
  }

  /** Two soft notes, a fifth apart. */
  beep(): void {
    this.#audio ??= new AudioContext();
    const audio = this.#audio;
    void audio.resume();
    [660, 990].forEach((pitch, at) => {
      const start = audio.currentTime + at * 0.13;
      const voice = audio.createOscillator();
      const volume = audio.createGain();
      voice.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.09, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.28);
      voice.connect(volume).connect(audio.destination);
      voice.start(start);
      voice.stop(start + 0.3);
    });
  }

  #keep(choice: AlertChoice): void {
    this.choice = choice;
    localStorage.setItem(KEPT, JSON.stringify(choice));
  }
}

function titleOf(kind: "waiting" | "message" | "given", entry: DeskEntry | undefined): string {
  if (kind === "waiting") return say("console.notice_waiting", { reason: reasonWords(entry?.reason ?? "") });
  return say(kind === "given" ? "console.toast_given" : "console.notice_message");
}

function readChoice(): AlertChoice {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<AlertChoice>;
  const desktop = kept.desktop === true && "Notification" in window && Notification.permission === "granted";
  return { sound: kept.sound === true, desktop };
}
