"""Every address of the product."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # the way allauth documents

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("console/tables/", admin.site.urls),
]
handler404 = "fairpanel.website.problems.not_found"
handler500 = "fairpanel.website.problems.broken"
