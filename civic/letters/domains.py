"""Web addresses of organisations: their one form, and which of them prove nothing because everybody has a mailbox there."""

from __future__ import annotations

import re
from functools import cache

from flask import current_app
from flask_babel import gettext as _
from publicsuffixlist import PublicSuffixList

from civic.database import Refusal
from civic.web import public_host

# Where anybody opens a mailbox. Not complete, and it need not be: a person of the city approves each proof.
_MAILBOXES_FOR_ALL = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com rocketmail.com aol.com aim.com icloud.com "
    "me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.com tuta.io fastmail.com fastmail.fm hushmail.com zoho.com zohomail.com gmx.com "
    "gmx.net gmx.us gmx.de web.de mail.com email.com usa.com inbox.com mail.ru inbox.ru list.ru bk.ru yandex.com yandex.ru ya.ru rambler.ru qq.com "
    "163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com libero.it orange.fr laposte.net t-online.de freenet.de riseup.net "
    "disroot.org posteo.de mailbox.org runbox.com startmail.com hey.com duck.com privaterelay.appleid.com relay.firefox.com mozmail.com "
    "simplelogin.com aleeas.com anonaddy.com addy.io mailinator.com guerrillamail.com sharklasers.com yopmail.com tempmail.com temp-mail.org "
    "10minutemail.com trashmail.com dispostable.com getnada.com maildrop.cc comcast.net xfinity.com att.net sbcglobal.net bellsouth.net verizon.net "
    "cox.net charter.net spectrum.net earthlink.net centurylink.net q.com frontier.com optonline.net windstream.net juno.com netzero.net usfamily.net"
)
PUBLIC_MAIL = frozenset(_MAILBOXES_FOR_ALL.split())
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def domain_in(text: str) -> str:
    """The bare domain of what people type or paste: no scheme, path, port or www, in the form that the network uses."""
    bare = re.sub(r"^[a-z]+://", "", text.strip().lower()).split("/")[0].split("?")[0].rpartition("@")[2].split(":")[0].strip(".")
    bare = bare.removeprefix("www.")
    try:
        return bare.encode("idna").decode()
    except UnicodeError:
        return ""


def checked_domain(text: str, field: str = "domain") -> str:
    """The domain that can stand for one organisation. Raises Refusal for what belongs to everybody, or to the city."""
    domain = domain_in(text)
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > 253 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise Refusal(_("This does not look like a web address, such as openstreets.example."), field)
    owner = _owner(domain)
    if owner is None:
        raise Refusal(_("Many people have addresses under “%(domain)s”, so it shows nothing about one organization.", domain=domain), field)
    if owner in PUBLIC_MAIL or domain in PUBLIC_MAIL:
        raise Refusal(_("Anybody can open a mailbox at “%(domain)s”, so it shows nothing about an organization. Use a mailbox at your organization's own web address.", domain=domain), field)
    if any(_is_under(domain, own) or _is_under(own, domain) for own in city_domains()):
        raise Refusal(_("“%(domain)s” is the city's own web address.", domain=domain), field)
    return domain


def city_domains() -> set[str]:
    """Everything under the names that the site and its mail use."""
    settings = current_app.config["CIVIC"]
    hosts = [public_host(), *(address.rpartition("@")[2] for address in (settings.mail_from, settings.mail_bounces) if address)]
    return {_owner(host) or host for host in hosts}


def _owner(domain: str) -> str | None:
    """The part that one owner registered; None for a suffix under which many register."""
    return _suffixes().privatesuffix(domain)


def _is_under(domain: str, other: str) -> bool:
    return domain == other or domain.endswith("." + other)
