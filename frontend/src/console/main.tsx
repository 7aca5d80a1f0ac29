// Opens the console.
import { openSignedIn } from "../account/page";
import { Console } from "./console";
import "./console.css";

openSignedIn((opened) => <Console {...opened} />);
