// Opens the page of figures.
import { openSignedIn } from "../account/page";
import { Bar } from "../account/bar";

openSignedIn(({ api, me, onLanguage }) => <Bar api={api} me={me} current="reports" onLanguage={onLanguage} />);
