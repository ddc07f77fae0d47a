"""Who a program acts for: tokens, keys that make a request happen once, and GET me."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from ninja import Header, Router, Status
from ninja.security import HttpBearer
from pydantic import BaseModel

from menkou.accounts import queries
from menkou.accounts.models import User
from menkou.core import replies
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Invalid
from menkou.core.shapes import Body

router = Router(tags=["me"])
IdempotencyKey = Annotated[
    UUID | None,
    Header(alias="Idempotency-Key", description="A UUID of your choice: the same request sent again is done once."),
]


class Token(HttpBearer):
    """Authorization: Bearer TOKEN. A browser's session opens nothing here."""

    def __init__(self, *roles: Role) -> None:
        super().__init__()
        self.roles = roles

    def authenticate(self, request, token: str) -> User | None:
        """The person, who is the actor from now on. Raises Absent for one who holds none of the roles."""
        user = queries.user_of_token(token)
        if user is None:
            return None
        request.actor = queries.actor_for(user)
        if self.roles and not request.actor.has_role(*self.roles):
            raise Absent(NOT_FOUND)
        return user


def once(
    request,
    key: UUID | None,
    do: Callable[[], replies.Receipt],
    *,
    body: Body | None = None,
    who: str = "",
    status: int = 200,
) -> Status:
    """Do it, once for a key. Staff are told apart by their account, residents by what `who` names."""
    if (key := own(key)) is None:
        return Status(status, do())
    asked = body.model_dump_json(exclude={"code"}) if body else ""
    who, where = who or f"user:{request.actor.user_id}", f"{request.method} {request.path_info}"
    return Status(*replies.once(do, who=who, where=where, key=key, asked=asked, status=status))


def own(key: UUID | None) -> UUID | None:
    """A key as it came. Raises Invalid for the one that broken programs all send."""
    if key is not None and not key.int:
        raise Invalid("请求编号不能全是零：每个新请求都要有自己的编号。")
    return key


class HeldRole(BaseModel):
    """A role, and what it is held for: nothing where it is held for the whole district."""

    role: Role
    role_name: str
    for_code: str
    for_name: str


class Me(BaseModel):
    username: str
    name: str
    roles: list[HeldRole]


@router.get("me", response=Me, summary="Who am I, and what do I hold?")
def me(request):
    """The person that the token acts for."""
    held = []
    for membership in queries.held_by(request.auth):
        code, name = queries.target_of(membership)
        role = Role(membership.role)
        held.append(HeldRole(role=role, role_name=role.label, for_code=code, for_name=name))
    return Me(username=request.auth.username, name=request.auth.name, roles=held)
