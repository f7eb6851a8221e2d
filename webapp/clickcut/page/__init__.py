"""The page: its template, policy, gallery and licences, for the server and for sites without one."""
