// Starts the demo shop in the language of its address and embeds the chat from another origin.
import { render } from "preact";
import { embedChat } from "./chat";
import { Shop } from "./shop";
import { asLang, language, say, setLanguage } from "./words";
import "./shop.css";

setLanguage(asLang(new URLSearchParams(window.location.search).get("lang")));
document.title = say("demo.title");
render(<Shop />, document.getElementById("root") as HTMLElement);
embedChat(language(), say("demo.shop"));
