using System;
using Ante.Contract;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>The browser client's errors as this package's exceptions.</summary>
    internal static class WebFailure
    {
        internal static AnteException Of(JsonObject failure)
        {
            var message = Read.String(failure, "message");
            switch (Read.String(failure, "name"))
            {
                case "Problem": return ProblemOf(failure);
                case "LoginError": return LoginOf(Read.String(failure, "code"), message);
                default: return new InternalErrorException("The browser client failed: " + message);
            }
        }

        internal static ProblemException ProblemOf(JsonObject failure)
        {
            var errors = Read.ListOrNull(failure, "errors", FieldOf);
            var status = (int)(Read.IntegerOrNull(failure, "status") ?? 0);
            var problem = Problems.Of(Read.String(failure, "code"), status, Read.String(failure, "message"), errors);
            var seconds = Read.IntegerOrNull(failure, "retryAfter");
            if (seconds != null) problem.RetryAfter = TimeSpan.FromSeconds(seconds.Value);
            return problem;
        }

        internal static AnteException NotUnderstood(FormatException failure) =>
            new InternalErrorException("The browser client's answer is not what it should be: " + failure.Message);

        internal static AnteException Closed() => new UnavailableException("This client was closed");

        private static LoginException LoginOf(string code, string message)
        {
            switch (code)
            {
                case "popup_blocked": return new LoginWindowBlockedException(message);
                case "denied": return new LoginDeniedException(message);
                case "closed": return new LoginCancelledException(message);
                case "timeout": return new LoginTimedOutException(message);
                default: return new LoginRefusedException(message);
            }
        }

        private static FieldProblem FieldOf(JsonValue value)
        {
            var field = Read.Object(value);
            return new FieldProblem(Read.String(field, "path"), Read.String(field, "message"));
        }
    }
}
