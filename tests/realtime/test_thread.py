import asyncio

import pytest
from django.db import Error, connection

from realtime.thread import DatabaseThread

pytestmark = pytest.mark.django_db(transaction=True)


def query(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def in_thread(scenario):
    async def run():
        thread = DatabaseThread("test")
        try:
            return await scenario(thread)
        finally:
            thread.stop()

    return asyncio.run(run())


def test_results_come_back_in_the_order_of_the_questions():
    async def scenario(thread):
        came = []

        async def ask(number):
            came.append(await thread.run(query, f"SELECT {number}"))

        await asyncio.gather(*(ask(number) for number in range(50)))
        return came

    assert in_thread(scenario) == list(range(50))


def test_after_a_cut_connection_the_next_question_is_answered():
    async def scenario(thread):
        with pytest.raises(Error):
            await thread.run(query, "SELECT pg_terminate_backend(pg_backend_pid())")
        return await thread.run(query, "SELECT 7")

    assert in_thread(scenario) == 7
