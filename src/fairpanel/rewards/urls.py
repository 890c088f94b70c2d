"""Addresses of this room."""

from datetime import date

from django.urls import path, register_converter

from fairpanel.rewards import views


class MonthInAddress:
    """A month like 2026-11; what is none is no address."""

    regex = r"20\d\d-(0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """Its first day."""
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        """Its year and number."""
        return f"{value:%Y-%m}"


class YearInAddress:
    """A year like 2026."""

    regex = r"20\d\d"

    def to_python(self, value: str) -> int:
        """As a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """As digits."""
        return str(value)


register_converter(MonthInAddress, "month")
register_converter(YearInAddress, "year")

app_name = "rewards"
urlpatterns = [
    path("", views.index, name="index"),
    path("giving/", views.giving, name="giving"),
    path("nothing-bought/", views.nothing_bought, name="nothing_bought"),
    path("<month:month>/", views.month, name="month"),
    path("<month:month>/statement.<str:form>", views.month_statement, name="month_statement"),
    path("<year:year>/statement.<str:form>", views.year_statement, name="year_statement"),
]
