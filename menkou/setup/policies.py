from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor
from menkou.places.models import District


@policy("新开区县只能在服务器上，用 menkou district add。")
def found(by: Actor, district: District) -> bool:
    return by is INSTALLER
