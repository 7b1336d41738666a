"""Calendar files, read back by icalendar: nothing that somebody wrote becomes a line of the format."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from community.gatherings.actions.feeds import reset_feed
from community.gatherings.actions.programme import cancel_gathering, revise_gathering
from community.gatherings.calendar import Entry, public_entries, register_calendar, write_calendar
from community.gatherings.models import AgendaFeed, GatheringState, RsvpState
from community.members.models import Member
from realtime import clock
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PROPERTIES = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "URL", "DESCRIPTION",
    "LOCATION",
}  # fmt: skip
ENDS = ["\r", "\n", "\r\n", "\u2028", "\x85", "\x0b", "\\n", "\\\n"]
TRICKS = ["END:VEVENT", "ATTENDEE:mailto:a@b.example", "BEGIN:VALARM", "; , \\ \" ' :", 'X-A;B="c":d', " fold"]


def events_in(content):
    """The events of a calendar, whose every line is within the 75 octets that are allowed."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(content)
    assert all(component.name in {"VCALENDAR", "VEVENT"} for component in calendar.walk())
    return calendar.walk("VEVENT")


def fetch(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("end", ENDS)
def test_what_is_written_stays_words(end, trick):
    nasty = f"a{end}{trick}{end}z"
    now = clock.now()
    entry = Entry(
        uid="u",
        summary=nasty,
        starts_at=now,
        ends_at=now,
        path="/",
        revised_at=now,
        description=nasty,
        location=nasty,
    )
    (event,) = events_in(write_calendar([entry], name=nasty))
    assert set(event) == PROPERTIES
    assert {str(event[field]) for field in ("SUMMARY", "DESCRIPTION", "LOCATION")} == {str(event["SUMMARY"])}
    assert "".join(trick.split()).replace("\\", "") in "".join(str(event["SUMMARY"]).split()).replace("\\", "")


def test_long_words_with_accents_are_folded_and_whole_again():
    now, long = clock.now(), "Réglage à l’étuve, échappement à détente ; " * 20
    entry = Entry(uid="u", summary=long, starts_at=now, ends_at=now, path="/", revised_at=now)
    (event,) = events_in(write_calendar([entry]))
    assert str(event["SUMMARY"]) == long.rstrip()


class TestOneGathering:
    def test_all_that_a_calendar_needs(self, client):
        gathering = make_gathering(title="Grillades ; géantes, à l’œil")
        response = fetch(client, f"/evenements/{gathering.slug}.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        (event,) = events_in(response.content)
        assert (str(event["UID"]), str(event["SUMMARY"])) == (str(gathering.uid), gathering.title)
        assert event["DTSTART"].dt == gathering.starts_at.replace(microsecond=0)
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=4)
        assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)

    def test_a_change_is_a_later_version_of_the_same(self, client):
        gathering = make_gathering()
        revise_gathering(gathering, {"place": "Le Pré"})
        (event,) = events_in(fetch(client, f"/evenements/{gathering.slug}.ics").content)
        assert (str(event["UID"]), event["SEQUENCE"]) == (str(gathering.uid), 1)
        cancel_gathering(gathering, reason="La bise.")
        (event,) = events_in(fetch(client, f"/evenements/{gathering.slug}.ics").content)
        assert (str(event["UID"]), event["SEQUENCE"], event["STATUS"]) == (str(gathering.uid), 2, "CANCELLED")

    def test_a_draft_has_none(self, client):
        fetch(client, f"/evenements/{make_gathering(state=GatheringState.DRAFT).slug}.ics", 404)


class TestPublicCalendar:
    def test_everything_but_drafts(self, client):
        shown = [make_gathering(days=-3), make_gathering(), make_gathering(state=GatheringState.CANCELLED)]
        make_gathering(state=GatheringState.DRAFT)
        make_gathering(days=-400)
        response = fetch(client, "/evenements/evenements.ics")
        assert {str(event["UID"]) for event in events_in(response.content)} == {str(each.uid) for each in shown}
        assert response["Cache-Control"] == "max-age=300, public"

    def test_who_has_it_is_told_so(self, client):
        gathering = make_gathering()
        tag = fetch(client, "/evenements/evenements.ics")["ETag"]
        response = client.get("/evenements/evenements.ics", headers={"If-None-Match": tag})
        assert (response.status_code, response.content) == (304, b"")
        revise_gathering(gathering, {"summary": "Autrement."})
        assert fetch(client, "/evenements/evenements.ics")["ETag"] != tag

    def test_what_others_register_stands_in_it(self):
        now = clock.now()
        date = Entry(uid="x", summary="Drop de 10:10", starts_at=now, ends_at=now, path="/drops/", revised_at=now)
        register_calendar("test", entries := lambda _now: [date])
        try:
            assert date in public_entries(now)
            register_calendar("test", entries)
            with pytest.raises(ValueError, match="taken"):
                register_calendar("test", lambda _now: [])
        finally:
            from community.gatherings.calendar import _calendars

            del _calendars["test"]


class TestPrivateCalendar:
    @pytest.fixture
    def member(self):
        return make_member()

    def address(self, member):
        return f"/agenda/{AgendaFeed.objects.get(member=member).token}.ics"

    def test_what_one_said_yes_to(self, client, member):
        reset_feed(member)
        going, waiting, off = make_gathering(), make_gathering(), make_gathering()
        make_rsvp(going, member)
        make_rsvp(waiting, member, state=RsvpState.WAITING)
        make_rsvp(off, member)
        make_rsvp(make_gathering(), member, state=RsvpState.DECLINED)
        make_rsvp(make_gathering())
        cancel_gathering(off, reason="La bise.")
        response = fetch(client, self.address(member))
        found = {str(event["UID"]): str(event["STATUS"]) for event in events_in(response.content)}
        assert found == {
            str(going.uid): "CONFIRMED", str(waiting.uid): "TENTATIVE", str(off.uid): "CANCELLED"
        }  # fmt: skip
        assert response["Cache-Control"] == "max-age=300, private"
        again = client.get(self.address(member), headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304

    def test_after_the_reset_the_former_address_leads_nowhere(self, client, member):
        reset_feed(member)
        former = self.address(member)
        reset_feed(member)
        response = fetch(client, former, 404)
        assert "ne mène nulle part" in response.content.decode()
        assert response["Content-Type"].startswith("text/plain")
        fetch(client, self.address(member))

    @pytest.mark.parametrize("token", ["0" * 32, "x", "-", "0" * 2000])
    def test_an_address_that_never_was_reads_the_same(self, client, member, token):
        assert "ne mène nulle part" in fetch(client, f"/agenda/{token}.ics", 404).content.decode()

    def test_whoever_is_kept_out_has_none(self, client, member):
        reset_feed(member)
        Member.objects.filter(pk=member.pk).update(is_active=False)
        fetch(client, self.address(member), 404)

    def test_its_page(self, client, member):
        fetch(client, "/moi/agenda/", 302)
        client.force_login(member)
        page = fetch(client, "/moi/agenda/").content.decode()
        assert "Créer mon adresse" in page
        assert not AgendaFeed.objects.exists()  # looking makes none
        assert client.post("/moi/agenda/").status_code == 302
        page = fetch(client, "/moi/agenda/").content.decode()
        assert f"http://localhost:8000{self.address(member)}" in page or self.address(member) in page
        assert "Remplacer l’adresse" in page
        assert len(AgendaFeed.objects.get(member=member).token) * 4 == 128
