// Opens the editor's page.
import { openSignedIn } from "../account/page";
import { Bar } from "../account/bar";

openSignedIn(({ api, me, onLanguage }) => <Bar api={api} me={me} current="articles" onLanguage={onLanguage} />);
