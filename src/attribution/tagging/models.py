"""Where models are found: a folder, one shipped with the library, or the Hugging Face hub."""

import hashlib
from pathlib import Path

from attribution.errors import ModelError, nearest

__all__ = ["DEFAULT_MODEL", "file_digest", "model_folder", "shipped_models"]

DEFAULT_MODEL = "news-minilm"


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex: what tells one model or data file from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shipped_models() -> dict[str, Path]:
    """Return the model folders that came with this installation, by name.

    They lie in ``attribution/models`` of an installed wheel, or in ``models`` at the top of a clone.
    """
    here = Path(__file__).resolve()
    places = (here.parents[1] / "models", here.parents[3] / "models")
    return {f.parent.name: f.parent for place in places for f in sorted(place.glob("*/config.json"))}


def model_folder(name_or_path: str | Path | None = None) -> Path:
    """Return the folder of a model; only an ``owner/name`` that is no local folder asks the hub.

    Raises
    ------
    ModelError
        When there is no such model, naming the nearest shipped one.
    """
    shipped = shipped_models()
    name = str(name_or_path or DEFAULT_MODEL)
    if name_or_path is None or name in shipped:
        if name not in shipped:
            raise ModelError(
                f"the shipped model {name!r} is missing from this installation; reinstall or name a folder"
            )
        return shipped[name]
    path = Path(name)
    if path.is_dir():
        if not (path / "config.json").is_file() or not (path / "model.safetensors").is_file():
            raise ModelError(f"{path} must hold config.json and model.safetensors; is it a model folder?")
        return path
    if isinstance(name_or_path, str) and name.count("/") == 1 and not name.startswith((".", "/", "~")):
        return _from_hub(name)
    raise ModelError(f"there is no model folder {name}.{nearest(name, shipped)}")


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.int8.onnx"]))
    except (HfHubHTTPError, LocalEntryNotFoundError, HFValidationError, OSError) as error:
        raise ModelError(
            f"there is no model folder {name}, and the hub did not give it: {str(error).splitlines()[0]}"
        ) from error
