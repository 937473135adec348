"""Addresses of signing in: of allauth's pages those that are used here; there is no sign-up and no reset by e-mail."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from config.accounts.invitation import invitation
from config.pages import password_by_administrator

urlpatterns = [
    path("invitation/", invitation, name="invitation"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", password_by_administrator, name="account_set_password"),
    path("second-step/", second_step.index, name="mfa_index"),
    path("second-step/authenticate/", second_step.authenticate, name="mfa_authenticate"),
    path("second-step/reauthenticate/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-step/codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
