from .requests import MemberRequest

__all__ = ["MemberRequest"]
