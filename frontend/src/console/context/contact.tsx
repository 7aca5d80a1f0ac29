// How a customer can be reached: each way in a row of its own, one press away.
import type { VNode } from "preact";

interface ContactProps {
  email: string;
  phone: string;
  /** The desk's short form, "email, phone", until the conversation itself is here. */
  known: string;
}

export function ContactLinks({ email, phone, known }: ContactProps): VNode {
  const ways = email || phone ? [email, phone] : known.split(",").map((way) => way.trim());
  return (
    <>
      {ways.filter(Boolean).map((way) => (
        <a key={way} href={way.includes("@") ? `mailto:${way}` : `tel:${way.replace(/[^+\d]/g, "")}`}>
          {way}
        </a>
      ))}
    </>
  );
}
