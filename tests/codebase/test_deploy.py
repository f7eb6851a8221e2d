"""The container, the Compose file and the proxy's file, held to the code that they start."""

import json
import re
import tomllib
from ipaddress import ip_network

import yaml
from clickcut.cli import main
from clickcut.server.api import api_router
from clickcut.settings import Settings

from .sources import ROOT

CONTAINERFILE = (ROOT / "deploy/Containerfile").read_text("utf-8").replace("\\\n", "")
CADDYFILE = (ROOT / "deploy/Caddyfile").read_text("utf-8")
NGINX = (ROOT / "deploy/nginx.conf").read_text("utf-8")
SERVICE = (ROOT / "deploy/clickcut.service").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
SERVER, PROXY = COMPOSE["services"]["server"], COMPOSE["services"]["proxy"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHON_OF = {"bookworm": (3, 11), "trixie": (3, 13)}  # Debian's releases
MEBIBYTES = {"m": 1, "g": 1024}


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", CONTAINERFILE, re.MULTILINE)


def started() -> Settings:
    """The settings that the container starts with under Compose, read as `clickcut serve` reads them."""
    (entry,) = instructions("ENTRYPOINT")
    program, command, *options = [*json.loads(entry), *SERVER["command"]]
    assert (program.rpartition("/")[2], command) == (PROJECT["name"], "serve")
    serve = main.commands["serve"]
    return Settings(**serve.make_context("serve", options).params)


def test_the_command_has_only_options_that_serve_has():
    assert started().host == "0.0.0.0"


def test_only_the_proxy_is_trusted_and_only_it_reaches_the_server():
    (inner,) = COMPOSE["networks"]["inner"]["ipam"]["config"]
    assert started().trusted_proxies == inner["subnet"]
    assert ip_network(inner["subnet"]).is_private
    assert COMPOSE["networks"]["inner"]["internal"]
    assert SERVER["networks"] == ["inner"]
    assert "inner" in PROXY["networks"]
    assert "ports" not in SERVER


def test_all_agree_on_the_port():
    port = started().port
    assert instructions("EXPOSE") == [str(port)]
    assert re.findall(r"reverse_proxy \{\$\w+:server:(\d+)\}", CADDYFILE) == [str(port)]
    assert re.findall(r"127\.0\.0\.1:(\d+)/readyz", CONTAINERFILE) == [str(port)]


def test_what_the_server_writes_is_a_volume_and_what_it_serves_is_copied():
    settings = started()
    (volume,) = instructions("VOLUME")
    assert str(settings.cache_dir) == volume
    assert [each.split(":") for each in SERVER["volumes"]] == [["cache", volume]]
    assert instructions("COPY --from=build") == ["/opt/clickcut /opt/clickcut"]
    installing = next(line for line in instructions("RUN") if "/opt/clickcut/bin/pip" in line)
    assert installing.endswith(" . ./release/web")  # code and models; what browsers load
    assert {line.split(":")[0] for line in PROXY["volumes"]} >= {"./Caddyfile"}


def test_neither_may_do_more_than_it_must():
    for service in (SERVER, PROXY):
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in SERVER
    (user,) = instructions("USER")
    assert SERVER["user"] == user != "0"


def test_memory_is_enough_for_what_the_settings_allow():
    settings = started()
    allowed = settings.decode_processes * settings.decode_megabytes + settings.upload_memory
    limit = SERVER["mem_limit"]
    assert int(limit[:-1]) * MEBIBYTES[limit[-1]] >= allowed + 2048


def test_stopping_waits_for_what_began():
    assert int(SERVER["stop_grace_period"].removesuffix("s")) > started().encode_seconds


def test_the_image_has_a_python_that_we_run_on():
    (image,) = {line.split()[0] for line in instructions("FROM") if ":" in line}
    release = re.fullmatch(r"debian:(\w+)-slim", image)[1]
    wanted = re.fullmatch(r">=(\d+)\.(\d+)", PROJECT["requires-python"])
    assert PYTHON_OF[release] >= tuple(map(int, wanted.groups()))


def test_the_image_is_made_of_sources_that_exist_and_are_sent():
    sent = re.findall(r"^!(\S+)$", (ROOT / ".containerignore").read_text("utf-8"), re.MULTILINE)
    copied = [source for line in instructions("COPY(?! --from)") for source in line.split()[:-1]]
    assert sorted(copied) == sorted(sent)
    assert [source for source in copied if not (ROOT / source).exists()] == []
    (target,) = re.findall(r"make (\w+)$", CONTAINERFILE, re.MULTILINE)
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_what_is_for_those_inside_is_not_for_visitors():
    (hidden,) = re.findall(r"^@inside path (.+)$", CADDYFILE, re.MULTILINE)
    routes = {route.path for route in api_router().routes}
    assert set(hidden.split()) == {"/metrics", "/readyz"} <= routes
    assert "respond @inside 404" in CADDYFILE


def test_the_service_starts_what_serve_takes_and_writes_its_own_folder_alone():
    unit = dict(re.findall(r"^(\w+)=(.+)$", SERVICE, re.MULTILINE))
    program, command, *options = unit["ExecStart"].split()
    assert (program.rpartition("/")[2], command) == (PROJECT["name"], "serve")
    params = main.commands["serve"].make_context("serve", options).params
    assert str(params["cache_dir"]) == f"/var/cache/{unit['CacheDirectory']}"
    assert (unit["DynamicUser"], unit["ProtectSystem"]) == ("yes", "strict")
    assert int(unit["TimeoutStopSec"]) > Settings().encode_seconds
    assert re.findall(r"proxy_pass http://127\.0\.0\.1:(\d+);", NGINX) == [str(params["port"])]


def test_nginx_lets_photos_through_and_names_the_client_itself():
    assert re.findall(r"client_max_body_size (\d+)m;", NGINX) == [str(Settings().max_megabytes)]
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "proxy_request_buffering off;" in NGINX
    assert set(re.findall(r"location = (\S+) \{ return 404; \}", NGINX)) == {"/metrics", "/readyz"}
    assert Settings().trusted_proxies == "127.0.0.1"
