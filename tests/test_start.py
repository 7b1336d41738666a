def test_the_database_speaks_utf8(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('é')")
        assert cursor.fetchone() == ("É",)
