"""Members of the staff, by their roles."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User


@pytest.fixture
def member(client):
    """Signs in a member of the staff with roles; the member."""

    def sign_in(*roles):
        user = User.objects.create_user("-".join(("staff", *roles)), is_staff=True)
        user.groups.set(Group.objects.filter(name__in=roles))
        client.force_login(user)
        return user

    return sign_in
