using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>
    /// The player's one play of one match. It begins when the stake is down: from then on there is no way back, a match
    /// that is left is a match without a score.
    /// </summary>
    public sealed class Attempt
    {
        private readonly ITransport transport;
        private readonly AttemptInfo info;

        internal Attempt(ITransport transport, AttemptInfo info)
        {
            this.transport = transport;
            this.info = info;
            ResultUntil = info.ResultUntil;
        }

        /// <summary>The match, 32 lowercase hex digits.</summary>
        public string MatchId => info.MatchId;

        /// <summary>The game's number on this server.</summary>
        public long GameId => info.GameId;

        /// <summary>64 hex digits, the same for both players: give it to an <c>AnteRandom</c> that makes the level.</summary>
        public string Seed => info.Seed;

        /// <summary>The player's side of the match.</summary>
        public Role Role => info.Role;

        /// <summary>What each side put in, in minor units.</summary>
        public long Stake => info.Stake;

        /// <summary>ISO 4217 code.</summary>
        public string Currency => info.Currency;

        /// <summary>
        /// When the score must be in, on the server's clock; null when the server does not tell. Moves with
        /// <see cref="ProlongAsync"/>.
        /// </summary>
        public DateTimeOffset? ResultUntil { get; private set; }

        /// <summary>True when this attempt had begun earlier: before a crash, or on another device.</summary>
        public bool Resumed => info.Resumed;

        /// <summary>
        /// Reports the score. It is written down on the device first and sent until the server has answered, so it
        /// survives a lost connection (the task waits) and the end of the game (the next start sends it). The same score
        /// again is harmless; the first score counts.
        /// </summary>
        /// <exception cref="ScoreOutOfRangeException">The game does not allow this score.</exception>
        /// <exception cref="ScoreAlreadyPostedException">A different score is in already.</exception>
        /// <exception cref="ResultTooLateException">The deadline has passed.</exception>
        /// <exception cref="UnauthorizedException">Nobody is signed in any more; the score is sent after the next sign-in.</exception>
        /// <param name="score">Points, or <see cref="Score.Forfeit"/>.</param>
        /// <param name="cancellation">Ends the waiting; the score is sent all the same.</param>
        public Task<MatchResult> SubmitAsync(Score score, CancellationToken cancellation = default) =>
            transport.SubmitAsync(MatchId, score, cancellation);

        /// <summary>Asks for more time and returns the new deadline.</summary>
        /// <exception cref="CannotProlongMatchException">The game allows no more, the time is over, or a score is in.</exception>
        public async Task<DateTimeOffset?> ProlongAsync(CancellationToken cancellation = default)
        {
            ResultUntil = await transport.ProlongAsync(MatchId, cancellation);
            return ResultUntil;
        }

        /// <summary>
        /// Completes when the match is decided, at once when it is already. It never fails because of a lost connection. A
        /// match that nobody accepts is decided too: it expires, and the stake comes back.
        /// </summary>
        /// <exception cref="UnauthorizedException">The player signed out before that.</exception>
        public Task<SettledMatch> SettledAsync(CancellationToken cancellation = default) =>
            transport.SettledAsync(MatchId, cancellation);
    }
}
