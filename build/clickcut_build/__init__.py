"""Builds what the server and static sites serve; weights and sources stay where they are."""
