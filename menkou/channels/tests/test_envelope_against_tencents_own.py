"""Texts go round with `@wecom/crypto`, Tencent's own envelope in another language, both ways. Nightly: it is fetched by npm."""

import json
import random
import shutil
import subprocess

import pytest

from menkou.channels.envelope import Envelope
from menkou.channels.tests.sealing import APPID, KEY, NONCE, TIMESTAMP, TOKEN, posted
from menkou.channels.tests.test_envelope import in_unicode

VERSION = "1.0.1"
THEIRS = """
const { getSignature, decrypt, encrypt } = require('@wecom/crypto')
const [token, key, id, timestamp, nonce] = process.argv.slice(2)
const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'))
console.log(JSON.stringify(asked.map(({ sealed, text }) => {
  const opened = decrypt(key, sealed)
  const ours = encrypt(key, text, id)
  return { message: opened.message, id: opened.id, signature: getSignature(token, timestamp, nonce, sealed),
           sealed: ours, signed: getSignature(token, timestamp, nonce, ours) }
})))
"""


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """A folder with their package in it."""
    place = tmp_path_factory.mktemp("theirs")
    if not shutil.which("npm"):
        pytest.skip("there is no npm here, so Tencent's own envelope was not asked")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"@wecom/crypto@{VERSION}"]
    try:
        done = subprocess.run(install, cwd=place, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not fetch @wecom/crypto within two minutes, so it was not asked")
    if done.returncode:
        pytest.skip(f"npm could not fetch @wecom/crypto, so it was not asked: {done.stderr.strip()[-300:]}")
    (place / "theirs.js").write_text(THEIRS)
    return place


@pytest.mark.nightly
def test_texts_go_round_with_tencents_own(theirs):
    ours, chance = Envelope(TOKEN, KEY, APPID), random.Random(7)
    texts = [in_unicode(chance, size) for size in [*range(64), *(chance.randint(0, 20_000) for _ in range(400))]]
    bodies = [ours.seal(text, timestamp=TIMESTAMP, nonce=NONCE) for text in texts]
    sealed = [body.decode().partition("<Encrypt><![CDATA[")[2].partition("]]>")[0] for body, _ in bodies]
    asked = json.dumps([{"sealed": one, "text": text} for one, text in zip(sealed, texts, strict=True)])
    run = ["node", "theirs.js", TOKEN, KEY, APPID, TIMESTAMP, NONCE]
    done = subprocess.run(run, cwd=theirs, input=asked, capture_output=True, text=True, check=True, timeout=60)
    for text, (_, params), came in zip(texts, bodies, json.loads(done.stdout), strict=True):
        assert (came["message"], came["id"], came["signature"]) == (text, APPID, params["msg_signature"])
        seen, body = posted(came["sealed"])
        assert seen["msg_signature"] == came["signed"]
        assert ours.open(seen, body).decode() == text
