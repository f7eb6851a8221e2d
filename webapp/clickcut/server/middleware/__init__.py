"""What is done to every answer, whoever gives it: headers, numbers, figures, errors.

Nothing here knows a route.
"""
