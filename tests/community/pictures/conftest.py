import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def peak(monkeypatch, tmp_path):
    """Run the decoder inside a program that writes down the most memory it held; returns that, in MiB.

    What a killed one held is not known; its limit is.
    """
    from community.pictures import door

    noted, program = tmp_path / "peak", tmp_path / "measured.py"
    program.write_text(
        "import atexit, pathlib, runpy\n"
        f"status, noted = open('/proc/self/status'), open({str(noted)!r}, 'w')\n"
        "def note():\n"
        "    noted.write(next(line for line in status if line.startswith('VmHWM')).split()[1])\n"
        "    noted.close()\n"
        "atexit.register(note)\n"
        f"runpy.run_path({str(door.DECODER)!r}, run_name='__main__')\n"
    )
    monkeypatch.setattr(door, "DECODER", program)
    return lambda: int(noted.read_text() or 0) / 1024
