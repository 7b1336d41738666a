from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.members.handles import LONGEST, TAKEN, digests_of, normalise_handle, validate_handle
from community.members.trust import TrustLevel
from community.members.zones import HOME, validate_zone
from community.universes.models import Universe

LONGEST_BIO = 500


class MemberManager(BaseUserManager["Member"]):
    """Members are found by their e-mail address, whatever its case."""

    def create_user(self, email: str, handle: str, password: str | None = None, **extra: object) -> "Member":
        member = self.model(email=email.strip().lower(), handle=normalise_handle(handle), **extra)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, handle: str, password: str | None = None, **extra: object) -> "Member":
        return self.create_user(email, handle, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email=(username or "").lower())


class Eyes(models.TextChoices):
    """Who may look at something of a member's."""

    ALL = "all", _("tout le monde")
    MEMBERS = "members", _("les membres")
    NOBODY = "nobody", _("personne")


class Member(AbstractUser):
    """A person with an account. `handle` is public and stands in addresses, the e-mail address is never shown."""

    username = None  # type: ignore[assignment]  # the e-mail address signs in, the handle is the public name
    first_name = None  # type: ignore[assignment]  # one public name is enough
    last_name = None  # type: ignore[assignment]  # one public name is enough
    email = models.EmailField(
        _("adresse e-mail"), unique=True, error_messages={"unique": _("Cette adresse a déjà un compte.")}
    )
    handle = models.CharField(
        _("pseudo"),
        max_length=LONGEST,
        unique=True,
        validators=[validate_handle],
        error_messages={"unique": TAKEN},
    )
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    zone = models.CharField(_("fuseau horaire"), max_length=40, default=HOME, validators=[validate_zone])
    # The random name that the re-encoded pictures carry; empty: the drawn dial stands in.
    avatar = models.CharField(_("portrait"), max_length=32, blank=True, default="", editable=False)
    level = models.PositiveSmallIntegerField(
        _("confiance"), choices=TrustLevel, default=TrustLevel.NEWCOMER, db_default=TrustLevel.NEWCOMER, editable=False
    )
    bio = models.CharField(_("en quelques mots"), max_length=LONGEST_BIO, blank=True, default="", db_default="")
    universes = models.ManyToManyField(Universe, blank=True, related_name="members", verbose_name=_("univers"))
    # Privacy: each of these decides something on a page, and each page asks it.
    activity_for = models.CharField(
        _("qui voit mes contributions"), max_length=8, choices=Eyes, default=Eyes.ALL, db_default=Eyes.ALL
    )
    circle_for = models.CharField(
        _("qui voit combien je suis et combien me suivent"),
        max_length=8,
        choices=Eyes,
        default=Eyes.MEMBERS,
        db_default=Eyes.MEMBERS,
    )
    in_search = models.BooleanField(_("on me trouve par la recherche"), default=True, db_default=True)
    may_be_followed = models.BooleanField(_("on peut me suivre"), default=True, db_default=True)
    # Nobody any more: a tombstone that keeps threads readable and ledgers whole.
    erased_at = models.DateTimeField(_("effacé le"), null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["handle"]

    objects: ClassVar[MemberManager] = MemberManager()  # type: ignore[assignment]  # no user name to make users by

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        constraints = [
            # Both are stored in lower case, which makes their uniqueness one of any case.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="member_email_lower"),
            models.CheckConstraint(condition=models.Q(handle=Lower("handle")), name="member_handle_lower"),
        ]

    def __str__(self) -> str:
        return self.handle

    def clean(self) -> None:
        """Refuse a handle that somebody else left behind: it stays theirs."""
        super().clean()
        if is_left_behind(self.handle, by_other_than=self.pk):
            raise ValidationError({"handle": ValidationError(TAKEN, code="unique")})

    def get_full_name(self) -> str:
        return self.handle

    def get_short_name(self) -> str:
        return self.handle

    def get_absolute_url(self) -> str:
        return reverse("members:card", args=[self.handle])

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the member may do this. Without the second factor that the house asks for, nobody's rights count."""
        return super().has_perm(perm, obj) and not self._lacks_second_factor

    def get_all_permissions(self, obj: Any = None) -> set[str]:
        """All that the member may do; nothing without the second factor that the house asks for."""
        held = super().get_all_permissions(obj)
        return set() if held and self._lacks_second_factor else held

    @cached_property
    def _lacks_second_factor(self) -> bool:
        from allauth.mfa.utils import is_mfa_enabled  # its models need this one

        return settings.STAFF_SECOND_FACTOR and not is_mfa_enabled(self)


class FormerHandle(models.Model):
    """A handle that a member gave up. It stays theirs: mentions in stored posts and addresses point to it."""

    handle = models.CharField(_("pseudo"), max_length=LONGEST, primary_key=True)
    member = models.ForeignKey(Member, models.CASCADE, related_name="former_handles", verbose_name=_("membre"))
    at = models.DateTimeField(_("quitté le"), db_default=Now())

    class Meta:
        verbose_name = _("ancien pseudo")
        verbose_name_plural = _("anciens pseudos")
        default_permissions = ()

    def __str__(self) -> str:
        return self.handle


class RetiredHandle(models.Model):
    """A handle of somebody whose data were erased: nobody may pass for them. Only a keyed digest of it is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("pseudo retiré")
        verbose_name_plural = _("pseudos retirés")
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:8]


def is_left_behind(handle: str, *, by_other_than: int | None = None) -> bool:
    """Whether another member gave this handle up, or took it with them when they left."""
    former = FormerHandle.objects.filter(handle=handle).exclude(member=by_other_than)
    return former.exists() or RetiredHandle.objects.filter(digest__in=digests_of(handle)).exists()
