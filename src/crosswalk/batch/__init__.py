"""A crosswalk as column expressions: every row of a dataframe is translated at once, with the numbers that `apply` gives."""

from crosswalk.errors import MissingPackageError

try:
    import narwhals as _narwhals  # noqa: F401
except ImportError:
    raise MissingPackageError(
        'dataframes need narwhals: pip install "carbon-crosswalk[batch]"',
        '处理数据框需要 narwhals：pip install "carbon-crosswalk[batch]"',
    ) from None

from crosswalk.batch.frame import FrameTranslation, apply_frame

__all__ = ["FrameTranslation", "apply_frame"]
