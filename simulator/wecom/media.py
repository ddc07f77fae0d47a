"""临时素材: files by media_id, kept three days (document/path/90253); the same shelf as the service account's."""

import base64
from collections.abc import Callable
from typing import Any

from ..exchanges import Wrong
from ..samples import picture, voice
from ..wechat.media import Files
from ..world import World

LARGEST = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}  # bytes; document/path/90253
SAMPLES: dict[str, Callable[[], bytes]] = {"image": picture, "voice": voice}


def brought(world: World, owner: str, kind: str, facts: dict[str, Any]) -> str:
    """The media_id of what somebody sends: `media` in Base64, or the ready sample. Raises Wrong where there is none."""
    if facts.get("media"):
        content = base64.b64decode(facts["media"])
    elif kind in SAMPLES:
        content = SAMPLES[kind]()
    else:
        raise Wrong(f"samples: {sorted(SAMPLES)}")
    return world.part(Files).keep(owner, kind, content, str(facts.get("content_type", ""))).id
