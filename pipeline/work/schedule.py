"""When runs start by themselves, and from when on a release is too old."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

_FIELDS = 5


class Schedule(BaseModel):
    """The nightly run, and how old a release may be."""

    model_config = ConfigDict(frozen=True)
    cron: str = Field("0 3 * * *", description="when the nightly run starts, as cron has it")
    timezone: str = Field("Europe/Copenhagen", description="whose clock that is")
    fresh_hours: float = Field(26.0, gt=0, description="hours after which a release is too old: a night was missed")

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        if len(value.split()) != _FIELDS:
            raise ValueError(f"must have {_FIELDS} fields: minute, hour, day, month, weekday")
        return value

    @field_validator("timezone")
    @classmethod
    def _is_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is no time zone; for instance Europe/Copenhagen") from None
        return value
