"""Prompt files, read once, rendered in a sandbox and versioned; what goes into them is decided elsewhere."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_INCLUDE = re.compile(r'\{%\s*include\s+"([^"#]+)(?:#material)?"\s*%\}')
_SPLIT = "<!-- material -->\n"
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_ANGLES = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A prompt ready to be sent: our instructions, the delimited material, and the version of the source."""

    system: str
    material: str
    version: str

    @property
    def text(self) -> str:
        """Both parts, as the snapshot tests see them."""
        return f"{self.system}\n\n{self.material}".strip()


class PromptBook:
    """The prompt files of one folder, read once; raises ValueError for a file that is not a prompt."""

    def __init__(self, folder: Path) -> None:
        files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.md"))}
        sources = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
        parts = {
            name: part for path, source in sources.items() for name, part in _parts(path, source).items()
        }
        self._versions = {path: _version(path, sources) for path in sources}
        self._templates = ImmutableSandboxedEnvironment(
            loader=DictLoader(parts),
            undefined=StrictUndefined,
            finalize=neutral,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def render(self, name: str, **values: object) -> Rendered:
        """The prompt `name` ("answer"); every value put in is neutralised, so none can be forgotten."""
        system = self._templates.get_template(f"{name}.md").render(values)
        material = self._templates.get_template(f"{name}.md#material").render(values)
        return Rendered(
            system=system.strip(), material=material.strip(), version=self._versions[f"{name}.md"]
        )


def default_folder() -> Path:
    """`prompts/` of a checkout, or the copy that a wheel carries inside the package."""
    package = Path(__file__).resolve().parents[1]
    carried = package / "_prompts"
    return carried if carried.is_dir() else package.parent / "prompts"


def neutral(value: object) -> object:
    """What goes into a prompt as material: no invisible letters to hide orders in, no tags to close ours."""
    return value if isinstance(value, int) else _INVISIBLE.sub("", str(value)).translate(_ANGLES)


def _parts(path: str, source: str) -> dict[str, str]:
    """The template(s) of one file: a snippet is one, a prompt has instructions and material."""
    if path.startswith("snippets/"):
        return {path: source}
    match = _FRONT_MATTER.match(source)
    head: object = yaml.safe_load(match["head"]) if match else None
    if match is None or not isinstance(head, dict) or "name" not in head:
        raise ValueError(f"{path}: a prompt opens with front matter that holds its name")
    instructions, _, material = match["body"].partition(_SPLIT)
    return {path: instructions, f"{path}#material": material}


def _version(path: str, sources: dict[str, str]) -> str:
    """First 8 hex of the hash of the source and all it includes, each once, in the order of inclusion."""
    seen: list[str] = []
    waiting = [path]
    while waiting:
        current = waiting.pop(0)
        if current not in seen:
            seen.append(current)
            waiting.extend(_INCLUDE.findall(sources[current]))
    return hashlib.sha256("\0".join(sources[name] for name in seen).encode()).hexdigest()[:8]
