"""`clickcut build runtime` outside a checkout, as somebody who installed a wheel may try it."""

from click.testing import CliRunner
from clickcut.cli import main


def test_the_page_is_built_in_a_checkout_and_elsewhere_that_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["build", "runtime", "--dist", str(tmp_path)])
    assert done.exit_code == 2
    assert "Run it in a checkout of clickcut" in done.output
    assert not list(tmp_path.iterdir())
