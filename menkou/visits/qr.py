"""The link for the village as a picture, for whoever stands beside the adviser."""

import base64
from io import BytesIO

import segno


def picture(text: str) -> str:
    """A QR code as a PNG in an address of its own."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=5, border=3)
    return f"data:image/png;base64,{base64.b64encode(drawn.getvalue()).decode()}"
