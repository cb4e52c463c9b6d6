using System;

namespace Ante
{
    /// <summary>
    /// The events of a client. Register handlers before <c>await</c>ing anything else: events of matches that ended since the
    /// last start come as soon as a player is signed in. A handler that throws keeps no other from being called.
    /// </summary>
    public sealed partial class AnteClient
    {
        /// <summary>Somebody accepted the player's match.</summary>
        public event Action<MatchedEvent>? Matched;

        /// <summary>The other side has finished playing.</summary>
        public event Action<OpponentFinishedEvent>? OpponentFinished;

        /// <summary>A match was decided: won, lost, drawn, void or expired.</summary>
        public event Action<SettledEvent>? Settled;

        /// <summary>A balance changed.</summary>
        public event Action<WalletEvent>? WalletChanged;

        /// <summary>A score has reached the server.</summary>
        public event Action<SubmittedEvent>? Submitted;

        /// <summary>A score of an earlier start was refused for good.</summary>
        public event Action<RefusedEvent>? Refused;

        /// <summary>Events were lost: reload what the game shows.</summary>
        public event Action<GapEvent>? Gap;

        /// <summary>A player signed in.</summary>
        public event Action<SignedInEvent>? SignedIn;

        /// <summary>The player signed out, or the session ended.</summary>
        public event Action<SignedOutEvent>? SignedOut;

        /// <summary>Events arrive in another way than before.</summary>
        public event Action<ConnectionEvent>? ConnectionChanged;

        private void Tell(AnteEvent happened)
        {
            switch (happened)
            {
                case MatchedEvent matched: Call(Matched, matched); break;
                case OpponentFinishedEvent finished: Call(OpponentFinished, finished); break;
                case SettledEvent settled: Call(Settled, settled); break;
                case WalletEvent wallet: Call(WalletChanged, wallet); break;
                case SubmittedEvent submitted: Call(Submitted, submitted); break;
                case RefusedEvent refused: Call(Refused, refused); break;
                case GapEvent gap: Call(Gap, gap); break;
                case SignedInEvent signedIn: Call(SignedIn, signedIn); break;
                case SignedOutEvent signedOut: Call(SignedOut, signedOut); break;
                case ConnectionEvent connection: Call(ConnectionChanged, connection); break;
            }
        }

        private void Call<T>(Action<T>? handlers, T happened)
        {
            if (handlers == null) return;
            foreach (var handler in handlers.GetInvocationList())
            {
                try
                {
                    ((Action<T>)handler)(happened);
                }
                catch (Exception failure)
                {
                    handlerFailed(failure);
                }
            }
        }
    }
}
