import MusterKit
