// Opens the owner's page of when a person is called.
import { openSignedIn } from "../account/page";
import { PolicyPage } from "./policy";
import "./policy.css";

openSignedIn((opened) => <PolicyPage {...opened} />);
