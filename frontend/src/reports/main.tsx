// Opens the page of figures.
import { openSignedIn } from "../account/page";
import { Reports } from "./reports";
import "./reports.css";

openSignedIn((opened) => <Reports {...opened} />);
