/// A canary: something wrong that is planted to prove that it would be seen.
public enum Defect: Hashable, Sendable, CaseIterable {
    /// A byte towards the server is lost.
    case losesByte
    /// A leg that was paused is never read again.
    case neverResumes
    /// A FIN becomes a reset.
    case resetsForFinish
    /// A reset becomes a FIN.
    case finishesForReset
    /// A leg's loss is kept quiet.
    case hidesLoss
    /// What arrived together leaves in two pieces.
    case splitsWrites
}
