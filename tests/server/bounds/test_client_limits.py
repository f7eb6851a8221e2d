"""Who counts as one client."""

import pytest
from clickcut.server.bounds.client_limits import ClientLimits
from clickcut_core.errors import ClickcutError


async def test_a_client_of_ipv6_is_a_network_of_64_bits():
    limits = ClientLimits(at_once=1, per_minute=100)
    async with limits.one_photo("2001:db8:0:1::1"):
        with pytest.raises(ClickcutError) as refused:
            async with limits.one_photo("2001:db8:0:1:ffff::2"):
                pass
        assert refused.value.code == "too-many-at-once"
        async with limits.one_photo("2001:db8:0:2::1"):
            pass
    async with limits.one_photo("2001:db8:0:1:ffff::2"):
        pass
