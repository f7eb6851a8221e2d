"""How good the masks are: the field's protocol of simulated clicks, for ours and the stock graphs."""
