// Opens the editor's page.
import { openSignedIn } from "../account/page";
import { Articles } from "./articles";
import "./articles.css";

openSignedIn((opened) => <Articles {...opened} />);
