"""A crosswalk as column expressions: every row of a dataframe is translated at once, with the numbers that `apply` gives."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crosswalk.errors import MissingPackageError

if TYPE_CHECKING:
    from crosswalk.batch.frame import FrameTranslation, apply_frame

__all__ = ["FrameTranslation", "apply_frame"]


def __getattr__(name: str) -> Any:
    """What dataframes need is asked for when they are used: `crosswalk.batch.files`, which is imported through here, needs more."""
    if name not in __all__:
        raise AttributeError(f"module 'crosswalk.batch' has no attribute {name!r}")
    try:
        import narwhals as _narwhals  # noqa: F401
    except ImportError:
        raise MissingPackageError(
            'dataframes need narwhals: pip install "carbon-crosswalk[batch]"',
            '处理数据框需要 narwhals：pip install "carbon-crosswalk[batch]"',
        ) from None
    return getattr(import_module("crosswalk.batch.frame"), name)
