from io import StringIO

from django.core.mail import EmailMultiAlternatives

from config.mail import PrintingBackend


def test_a_mail_is_printed_as_one_reads_it():
    mail = EmailMultiAlternatives("Ton code", "Voilà :\n\n123-456\n", to=["toi@test.example"])
    mail.attach_alternative("<p>Voilà</p>", "text/html")
    paper = StringIO()
    assert PrintingBackend(stream=paper).send_messages([mail]) == 1
    assert paper.getvalue() == "\n  To toi@test.example: Ton code\n\n    Voilà :\n\n    123-456\n\n"
