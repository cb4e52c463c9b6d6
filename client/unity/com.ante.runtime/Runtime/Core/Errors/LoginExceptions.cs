namespace Ante
{
    /// <summary>A sign-in that did not happen.</summary>
    public abstract class LoginException : AnteException
    {
        /// <summary>Makes a failure that says what happened.</summary>
        protected LoginException(string message)
            : base(message)
        {
        }
    }

    /// <summary>The player or the game gave up before there was an answer.</summary>
    public sealed class LoginCancelledException : LoginException
    {
        /// <summary>Makes the failure.</summary>
        public LoginCancelledException(string message = "The sign-in was cancelled")
            : base(message)
        {
        }
    }

    /// <summary>Nothing came back in time.</summary>
    public sealed class LoginTimedOutException : LoginException
    {
        /// <summary>Makes the failure.</summary>
        public LoginTimedOutException(string message = "Nobody signed in for too long")
            : base(message)
        {
        }
    }

    /// <summary>The player said no on the consent page.</summary>
    public sealed class LoginDeniedException : LoginException
    {
        /// <summary>Makes the failure.</summary>
        public LoginDeniedException(string message = "The player did not allow it")
            : base(message)
        {
        }
    }

    /// <summary>Two different answers came for one sign-in. None of them counts: sign in again.</summary>
    public sealed class LoginAnsweredTwiceException : LoginException
    {
        /// <summary>Makes the failure.</summary>
        public LoginAnsweredTwiceException(string message = "Two different answers came for this sign-in; sign in again")
            : base(message)
        {
        }
    }

    /// <summary>The server refused the sign-in; the message has its reason.</summary>
    public sealed class LoginRefusedException : LoginException
    {
        /// <summary>Makes the failure.</summary>
        public LoginRefusedException(string message)
            : base(message)
        {
        }
    }

    /// <summary>WebGL only: the browser did not open the window. Call <c>LoginAsync</c> straight from a click.</summary>
    public sealed class LoginWindowBlockedException : LoginException
    {
        /// <summary>Makes the failure.</summary>
        public LoginWindowBlockedException(string message)
            : base(message)
        {
        }
    }
}
