"""Who reads a page: the posts they hold today, read once for each request."""

from django.http import HttpRequest
from django.utils.timezone import localdate

from workflows.engine.present import present
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Post
from workflows.organisation.queries import posts_in_force

CLERKS = frozenset(
    {
        PostRole.RECEIVER,
        PostRole.REVIEWER,
        PostRole.APPROVER,
        PostRole.ISSUER,
        PostRole.ARCHIVIST,
        PostRole.TASK_CLERK,
    }
)
"""Who works at a desk."""

RULERS = frozenset({PostRole.STANDARD_KEEPER, PostRole.SUPERVISOR, PostRole.LEADING_GROUP})
"""Who works on the standards: drafts them, gives a district's opinion of a draft, or follows how they change."""


ADMINISTERED = {
    PostRole.SYSTEM_ADMIN: "offices:accounts",
    PostRole.SECURITY_ADMIN: "offices:posts",
    PostRole.AUDIT_ADMIN: "offices:administration",
}
"""Where each administrator begins; their pages show no case."""


def posts_of(request: HttpRequest) -> list[Post]:
    """The posts whoever sent the request holds today; none for a visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    known: list[Post] | None = getattr(request, "_posts", None)
    if known is None:
        known = list(posts_in_force(user.pk, localdate(present())))
        request._posts = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept with the request it is about
    return known


def roles_of(request: HttpRequest) -> frozenset[str]:
    """What whoever sent the request is, anywhere."""
    return frozenset(post.role for post in posts_of(request))
