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


async def test_a_hovered_mask_that_two_objects_choose_from_is_released_once(session, runtime):
    for choice in (3, 1):
        await session.add_object()
        await session.add_point(600, 400)
        await session.choose(choice)
    plain = session.history.to_json()
    await session.undo()
    for _ in range(6):
        await session.undo()
    await session.preview(600, 400)
    await session.restore(plain)
    assert [shown.index for shown in session.shown] == [3, 1]
    await session.preview(10, 10)
    session.close()
    assert runtime.alive == {}
