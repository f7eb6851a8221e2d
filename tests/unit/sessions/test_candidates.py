"""The masks that a click offers, as a session's caller meets them."""


async def test_a_mask_is_cleaned_once_when_it_is_shown_or_offered(session, runtime):
    await session.add_point(600, 400)
    assert runtime.runs[-1] == "clean"
    runtime.runs.clear()
    offered = await session.candidates()
    assert ([each.index for each in offered], runtime.runs) == ([1, 2, 3], ["clean", "clean"])
    assert session.shown[0].masks == offered[0].masks
    await session.cycle()
    await session.candidates()
    assert runtime.runs == ["clean", "clean"]
