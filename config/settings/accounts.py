"""Accounts, by allauth. No forwarded header is trusted: the address is the connection's own (realtime's door)."""

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "handle")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "community.members.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Who works in the back office shows a second factor; only a machine of one's own may waive it.
STAFF_SECOND_FACTOR = True

ACCOUNT_ADAPTER = "community.members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"email", "username"}  # the handle, too: it is what members remember
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1"]
ACCOUNT_SESSION_REMEMBER = True
# The same answer and one mail, whether an address is known or not.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # at sign-up; the adapter says why not at sign-in
# A code, typed where it was asked for: a link could be followed by who did not sign up.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {  # besides allauth's own
    "change_portrait": "10/h/user",
    "change_circle": "60/h/user",
    "control_mail": "3/h/user",
    "plug_device": "30/h/user",
    "send_proof": "5/h/user",
    "ring_device": "5/m/user,30/h/user",
}
ACCOUNT_FORMS = {
    "add_email": "community.members.forms.AddEmailForm",
    "change_password": "community.members.forms.ChangePasswordForm",
    "confirm_email_verification_code": "community.members.forms.ConfirmEmailVerificationCodeForm",
    "confirm_login_code": "community.members.forms.ConfirmLoginCodeForm",
    "login": "community.members.forms.LoginForm",
    "reauthenticate": "community.members.forms.ReauthenticateForm",
    "request_login_code": "community.members.forms.RequestLoginCodeForm",
    "reset_password": "community.members.forms.ResetPasswordForm",
    "reset_password_from_key": "community.members.forms.ResetPasswordKeyForm",
    "set_password": "community.members.forms.SetPasswordForm",
    "signup": "community.members.forms.SignupForm",
}

MFA_ADAPTER = "community.members.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Qlock"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "community.members.forms.ActivateTOTPForm",
    "add_webauthn": "community.members.forms.AddPasskeyForm",
    "authenticate": "community.members.forms.SecondFactorForm",
    "edit_webauthn": "community.members.forms.EditPasskeyForm",
    "reauthenticate": "community.members.forms.SecondFactorReauthenticateForm",
}
